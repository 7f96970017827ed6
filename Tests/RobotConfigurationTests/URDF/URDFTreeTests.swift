import RobotConfiguration
import Testing

/// The rules that take all links and joints together.
struct URDFTreeTests {
  /// A robot of the given links and of fixed joints `name: parent -> child`, each on a line of its own
  /// from line 2 on.
  private func robot(_ links: String, _ joints: [(String, String, String)]) -> String {
    let links = links.map { #"<link name="\#($0)"/>"# }.joined()
    let joints = joints.map { name, parent, child in
      #"<joint name="\#(name)" type="fixed"><parent link="\#(parent)"/><child link="\#(child)"/></joint>"#
    }
    return ([#"<robot name="r">"# + links] + joints + ["</robot>"]).joined(separator: "\n")
  }

  @Test func theRootNeedNotComeFirst() throws {
    let text = robot("abc", [("j", "b", "a"), ("k", "c", "b")])
    #expect(try urdfModel(of: text).rootLink == "c")
  }

  @Test func oneLinkIsARobot() throws {
    #expect(try urdfModel(of: robot("a", [])).rootLink == "a")
  }

  @Test func aRobotNeedsALink() {
    #expect(urdfErrors(in: "<robot name='r'></robot>") == ["1:1 robot: the robot has no link"])
  }

  @Test func everyRootButTheFirstIsNamed() {
    #expect(
      urdfErrors(in: robot("abc", [("j", "a", "c")])) == [
        "1:33 link 'b': a second root: no joint has it as its child, nor link 'a' at 1:17"
      ])
  }

  @Test func aCycleIsNamed() {
    #expect(
      urdfErrors(in: robot("abcd", [("j", "a", "b"), ("k", "d", "c"), ("l", "c", "d")])) == [
        "3:1 joint 'k': the joints 'k', 'l' form a cycle"
      ])
    #expect(
      urdfErrors(in: robot("a", [("j", "a", "a")])) == [
        "2:1 joint 'j': the joints 'j' form a cycle"
      ])
  }

  @Test func aLinkHasOneParent() {
    #expect(
      urdfErrors(in: robot("abc", [("j", "a", "c"), ("k", "b", "c")])) == [
        "3:1 joint 'k' / child: link 'c' is already the child of joint 'j' at 2:1"
      ])
  }

  @Test func unknownLinksAreNamed() {
    #expect(
      urdfErrors(in: robot("a", [("j", "x", "y")])) == [
        "2:1 joint 'j' / parent: no link is named 'x'",
        "2:1 joint 'j' / child: no link is named 'y'",
      ])
  }

  @Test func namesAreDistinct() {
    #expect(
      urdfErrors(in: robot("abcb", [("j", "a", "b"), ("j", "a", "c")])) == [
        "1:65 link 'b': a second link of this name, the first is at 1:33",
        "3:1 joint 'j': a second joint of this name, the first is at 2:1",
      ])
  }

  /// A joint without a parent is one error; the tree it would complete is not judged.
  @Test func oneMistakeIsOneError() {
    let text = """
      <robot name="r"><link name="a"/><link name="b"/>
      <joint name="j" type="fixed"><child link="b"/></joint></robot>
      """
    #expect(urdfErrors(in: text) == ["2:1 joint 'j': <parent> is missing"])
  }

  /// A joint of unknown type is one error; those that follow it are not blamed.
  @Test func followersOfAWrongJointAreNotBlamed() {
    let text = """
      <robot name="r"><link name="a"/><link name="b"/><link name="c"/>
      <joint name="j" type="screw"><parent link="a"/><child link="b"/></joint>
      <joint name="k" type="continuous"><parent link="b"/><child link="c"/><mimic joint="j"/></joint>
      </robot>
      """
    #expect(urdfErrors(in: text) == ["2:23 joint 'j': 'screw' is not a type of joint"])
  }

  @Test(arguments: [
    ("", "<mimic joint='x'/>", "3:71 joint 'j2' / mimic: no joint is named 'x'"),
    (
      "", "<mimic joint='j2'/>",
      "3:71 joint 'j2' / mimic: the joints 'j2' follow each other in a circle"
    ),
    (
      "<mimic joint='j2'/>", "<mimic joint='j1'/>",
      "2:71 joint 'j1' / mimic: the joints 'j1', 'j2' follow each other in a circle"
    ),
    (
      "<mimic joint='j2'/>", "<mimic joint='j2' multiplier='2'/>",
      "3:71 joint 'j2' / mimic: the joints 'j2' follow each other in a circle"
    ),
  ])
  func mimics(first: String, second: String, error: String) {
    #expect(urdfErrors(in: urdfChain(mimicOfFirst: first, mimicOfSecond: second)) == [error])
  }

  @Test func aJointWithoutAPositionCannotBeFollowed() {
    let text = """
      <robot name="r"><link name="a"/><link name="b"/><link name="c"/>
      <joint name="f" type="fixed"><parent link="a"/><child link="b"/></joint>
      <joint name="j" type="continuous"><parent link="b"/><child link="c"/><mimic joint="f"/></joint>
      </robot>
      """
    #expect(
      urdfErrors(in: text) == [
        "3:70 joint 'j' / mimic: joint 'f' is fixed and has no position to follow"
      ])
  }
}
