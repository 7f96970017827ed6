internal import RobotUnits

/// Orders the bodies of a tree depth first, lumps those on fixed joints and turns the joints' axes to z.
struct TreeCompiler {
  /// A body's nearest relatives; -1 where there is none.
  struct Relatives: BitwiseCopyable, Sendable {
    var firstChild = -1
    var nextSibling = -1

    @_noAllocation @_noLocks
    init() {
      firstChild = -1
      nextSibling = -1
    }
  }

  let positionOffset: Int
  let velocityOffset: Int

  /// Fills `joints`, `frames` and `masses` from `bodies`.
  @_noAllocation @_noLocks
  func compile(
    _ bodies: borrowing FixedArray<Body>, order: borrowing FixedArray<Relatives>,
    joints: borrowing FixedArray<Joint>, frames: borrowing FixedArray<BodyFrame>,
    masses: borrowing FixedArray<MassProperties>
  ) {
    var first = -1
    var index = bodies.count - 1
    while index >= 0 {
      let parent = bodies[index].parent
      order[index].nextSibling = parent < 0 ? first : order[parent].firstChild
      if parent < 0 { first = index } else { order[parent].firstChild = index }
      index -= 1
    }
    var link = 0
    var body = first
    while body >= 0 {
      if !(bodies[body].motion == .fixed) { link += 1 }
      place(bodies[body], body, link, joints, frames, masses)
      var next = order[body].firstChild
      // Up to the nearest ancestor that has a sibling.
      var ancestor = body
      while next < 0, ancestor >= 0 {
        next = order[ancestor].nextSibling
        ancestor = bodies[ancestor].parent
      }
      body = next
    }
  }

  @_noAllocation @_noLocks
  private func place(
    _ body: Body, _ index: Int, _ link: Int, _ joints: borrowing FixedArray<Joint>,
    _ frames: borrowing FixedArray<BodyFrame>, _ masses: borrowing FixedArray<MassProperties>
  ) {
    var frame = BodyFrame(link: 0, place: .identity())
    if body.parent >= 0 { frame = frames[body.parent] }
    let place = frame.place.times(LinkTransform(R: Matrix3(body.R_PB), p: Triple(body.p_PB)))
    if body.motion == .fixed {
      frame.place = place
    } else {
      let turn = rotationFromZ(to: Triple(body.axis_B))
      joints[link] = Joint(
        parent: frame.link, position: body.coordinate + positionOffset,
        velocity: body.coordinate + velocityOffset, isPrismatic: body.motion == .prismatic,
        rest: LinkTransform(R: place.R.times(turn), p: place.p))
      frame = BodyFrame(link: link, place: LinkTransform(R: turn.transposed(), p: .zero()))
    }
    frames[index] = frame
    masses[frame.link] = masses[frame.link] + body.massProperties(at: frame.place)
  }

  /// The mass of each link and of all that it carries.
  @_noAllocation @_noLocks
  static func sumLoads(
    _ joints: borrowing FixedArray<Joint>, _ masses: borrowing FixedArray<MassProperties>,
    into loads: borrowing FixedArray<Double>
  ) {
    for link in 0..<joints.count { loads[link] = masses[link].mass }
    var link = joints.count - 1
    while link > 0 {
      loads[joints[link].parent] += loads[link]
      link -= 1
    }
  }
}
