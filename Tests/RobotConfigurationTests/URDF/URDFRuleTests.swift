import RobotConfiguration
import Testing

/// Each rule of one element, with the place its complaint names.
struct URDFRuleTests {
  @Test(arguments: [
    ("<sdf><model/></sdf>", "1:1 : the root element is <sdf>, not <robot>"),
    ("<robot><link name='a'/></robot>", "1:1 robot: attribute 'name' is missing"),
    ("<robot name=' '><link name='a'/></robot>", "1:14 robot: attribute 'name' is empty"),
    ("<robot name='r'><link/><link name='a'/></robot>", "1:17 link: attribute 'name' is missing"),
    (
      "<robot name='r'><link name='a'/>\n<xacro:arm/></robot>",
      "2:1 robot: <xacro:arm> is a xacro macro, not URDF"
    ),
    (
      "<robot name='r'><link name='a'/>\n</robat>",
      "2:1 robot: </robat> closes <robot>, opened at 1:1"
    ),
    ("<robot name='r'><link name='a'/></robot><robot/>", "1:41 : a second root element"),
    ("<sdf/><a/>", "1:7 : a second root element"),
  ])
  func robots(text: String, error: String) {
    #expect(urdfErrors(in: text) == [error])
  }

  @Test(arguments: [
    (
      "<mass value='-1'/><inertia ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='1'/>",
      "2:14 link 'a' / inertial / mass: a mass of -1.0 kg is negative"
    ),
    ("<mass value='1'/>", "1:32 link 'a' / inertial: <inertia> is missing"),
    (
      "<inertia ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='1'/>",
      "1:32 link 'a' / inertial: <mass> is missing"
    ),
    (
      "<mass>1</mass><inertia ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='1'/>",
      "2:1 link 'a' / inertial / mass: attribute 'value' is missing"
    ),
    (
      "<mass value='1'/><inertia ixx='1' ixy='0' iyy='1' iyz='0' izz='1'/>",
      "2:18 link 'a' / inertial / inertia: attribute 'ixz' is missing"
    ),
    (
      "<mass value='1kg'/><inertia ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='1'/>",
      "2:14 link 'a' / inertial / mass / value: '1kg' is not a finite decimal number"
    ),
  ])
  func inertials(inside: String, error: String) {
    #expect(urdfErrors(in: urdf(inertial: inside)) == [error])
  }

  /// (1, 2, 3) is a plate; (1, 1, 3) has no mass distribution; (1, 1, -1) is no inertia.
  @Test(arguments: [
    ("ixx='1' ixy='0' ixz='0' iyy='2' iyz='0' izz='3'", nil),
    ("ixx='0' ixy='0' ixz='0' iyy='0' iyz='0' izz='0'", nil),
    (
      "ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='3'",
      "one principal inertia is larger than the sum of the other two"
    ),
    (
      "ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='-1'",
      "the inertia is not positive semi-definite"
    ),
    ("ixx='1e-150' ixy='0' ixz='0' iyy='1e-150' iyz='0' izz='1e-150'", nil),
    ("ixx='1e200' ixy='0' ixz='0' iyy='1e200' iyz='0' izz='1e200'", nil),
    (
      "ixx='1' ixy='0' ixz='0' iyy='-1' iyz='0' izz='-1'",
      "the inertia is not positive semi-definite"
    ),
    (
      "ixx='1' ixy='2' ixz='0' iyy='1' iyz='0' izz='1'",
      "the inertia is not positive semi-definite"
    ),
    (
      "ixx='0' ixy='0' ixz='1' iyy='0' iyz='0' izz='0'",
      "the inertia is not positive semi-definite"
    ),
  ])
  func inertias(attributes: String, warning: String?) throws {
    let text = urdf(inertial: "<mass value='1'/>\n<inertia \(attributes)/>")
    #expect(
      try urdfWarnings(in: text)
        == (warning.map { ["3:1 link 'a' / inertial / inertia: \($0)"] } ?? [])
    )
  }

  @Test(arguments: [
    ("spherical", "", "2:23 joint 'j': 'spherical' is not a type of joint"),
    ("revolute", "", "2:1 joint 'j': a revolute joint needs a <limit>"),
    ("prismatic", "", "2:1 joint 'j': a prismatic joint needs a <limit>"),
    ("continuous", "<axis xyz='0 0 0'/>", "4:12 joint 'j' / axis: the axis has no length"),
    ("continuous", "<axis/>", "4:1 joint 'j' / axis: attribute 'xyz' is missing"),
    ("continuous", "<axis xyz='0 1'/>", "4:12 joint 'j' / axis / xyz: 3 numbers expected, found 2"),
    (
      "continuous", "<origin rpy='0 0 90deg'/>",
      "4:14 joint 'j' / origin / rpy: '90deg' is not a finite decimal number"
    ),
    (
      "continuous", "<origin xyz='0 0 nan'/>",
      "4:14 joint 'j' / origin / xyz: 'nan' is not a finite decimal number"
    ),
    (
      "continuous", "<origin xyz='0 0 1e999'/>",
      "4:14 joint 'j' / origin / xyz: '1e999' is not a finite decimal number"
    ),
    (
      "continuous", "<origin xyz='0 0 0x10'/>",
      "4:14 joint 'j' / origin / xyz: '0x10' is not a finite decimal number"
    ),
    (
      "continuous", "<origin xyz='0,5 0 0'/>",
      "4:14 joint 'j' / origin / xyz: '0,5' is not a finite decimal number"
    ),
    (
      "continuous", "<axis xyz='1 0 0'/>\n<axis xyz='0 1 0'/>",
      "5:1 joint 'j' / axis: a second <axis>, the first is at 4:1"
    ),
    (
      "continuous", "<dynamics damping='-1'/>",
      "4:20 joint 'j' / dynamics / damping: -1.0 is negative"
    ),
    (
      "continuous", "<dynamics friction='-1'/>",
      "4:21 joint 'j' / dynamics / friction: -1.0 is negative"
    ),
    (
      "continuous", "<safety_controller k_position='1'/>",
      "4:1 joint 'j' / safety_controller: attribute 'k_velocity' is missing"
    ),
    (
      "continuous", "<safety_controller k_velocity='-1'/>",
      "4:32 joint 'j' / safety_controller / k_velocity: -1.0 is negative"
    ),
    (
      "continuous",
      "<safety_controller k_velocity='1' soft_lower_limit='1' soft_upper_limit='0'/>",
      "4:53 joint 'j' / safety_controller: soft_lower_limit 1.0 is above soft_upper_limit 0.0"
    ),
    ("continuous", "<mimic/>", "4:1 joint 'j' / mimic: attribute 'joint' is missing"),
    (
      "revolute", "<limit lower='1' upper='0.5' velocity='1' effort='1'/>",
      "4:15 joint 'j' / limit: lower 1.0 is above upper 0.5"
    ),
    (
      "revolute", "<limit lower='1' velocity='1' effort='1'/>",
      "4:15 joint 'j' / limit: lower 1.0 is above upper 0.0"
    ),
    (
      "revolute", "<limit lower='${-pi}' upper='1' velocity='1' effort='1'/>",
      "4:15 joint 'j' / limit / lower: '${-pi}' is not a finite decimal number"
    ),
    (
      "revolute", "<limit lower='0' upper='1' velocity='-2' effort='1'/>",
      "4:38 joint 'j' / limit / velocity: -2.0 is negative"
    ),
    (
      "revolute", "<limit lower='0' upper='1' velocity='2' effort=''/>",
      "4:49 joint 'j' / limit / effort: one number expected, found 0"
    ),
  ])
  func joints(type: String, inside: String, error: String) {
    #expect(urdfErrors(in: urdf(joint: inside, type: type)) == [error])
  }

  @Test(arguments: [
    (
      "<axis xyz='1 0 0' angle='2'/>",
      "4:19 joint 'j' / axis: attribute 'angle' has no meaning in URDF, ignored"
    ),
    ("<limits lower='1'/>", "4:1 joint 'j': <limits> has no meaning in URDF, ignored"),
    (
      "<limit lower='1' upper='1' velocity='1' effort='1'/>",
      "4:1 joint 'j' / limit: lower and upper are both 1.0: the joint cannot move"
    ),
    (
      "<limit lower='0' upper='1' velocity='1' effort='1'/>"
        + "<safety_controller k_velocity='1' soft_lower_limit='-1'/>",
      "4:105 joint 'j' / safety_controller: soft_lower_limit -1.0 is outside the hard limit 0.0, "
        + "so it never acts"
    ),
    (
      "<limit lower='0' upper='1' velocity='1' effort='1'/>"
        + "<safety_controller k_velocity='1' soft_upper_limit='2'/>",
      "4:105 joint 'j' / safety_controller: soft_upper_limit 2.0 is outside the hard limit 1.0, "
        + "so it never acts"
    ),
    ("<drake:damping value='1'/><axis xyz='1 0 0' drake:x='1'/>", nil),
    ("<calibration rising='0'/>", nil),
  ])
  func jointWarnings(inside: String, warning: String?) throws {
    let hasLimit = inside.contains("<limit ")
    let text = urdf(joint: inside, type: hasLimit ? "revolute" : "continuous")
    #expect(try urdfWarnings(in: text) == (warning.map { [$0] } ?? []))
  }

  /// `Double(Substring)` reads with a point whatever the locale; these forms occur in published files.
  @Test func numbers() throws {
    let text = urdf(joint: "<origin xyz=' +1.\t.5\n-2.5E-3 ' rpy='-0 1e2 3'/>", type: "fixed")
    let origin = try urdfModel(of: text).joints[0].origin
    #expect(origin.xyz == SIMD3(1, 0.5, -0.0025))
    #expect(origin.rpy == SIMD3(0, 100, 3))
  }

  @Test func anAxisOfAnyLengthIsNormalised() throws {
    for length in ["1e-320", "1e-200", "7", "1e200"] {
      let text = urdf(joint: "<axis xyz='0 -\(length) 0'/>", type: "continuous")
      #expect(try urdfModel(of: text).joints[0].axis == SIMD3(0, -1, 0))
    }
  }

  /// One reading finds all of them, in the order of the file.
  @Test func errorsAreReportedTogether() {
    let text = """
      <robot name="r"><link name="a"/><link name="b"/><link name="b"/>
      <joint name="j" type="revolute">
        <parent link="a"/><child link="x"/>
        <axis xyz="0 0 0"/>
        <limit lower="one" upper="2" velocity="-1" effort="1"/>
      </joint></robot>
      """
    #expect(
      urdfErrors(in: text) == [
        "1:49 link 'b': a second link of this name, the first is at 1:33",
        "2:1 joint 'j' / child: no link is named 'x'",
        "4:14 joint 'j' / axis: the axis has no length",
        "5:17 joint 'j' / limit / lower: 'one' is not a finite decimal number",
        "5:42 joint 'j' / limit / velocity: -1.0 is negative",
      ])
  }
}
