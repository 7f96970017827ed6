@testable import RobotConfiguration

/// What is wrong with `text`, each as `line:column path: message`; empty if nothing is.
func urdfErrors(in text: String) -> [String] {
  do {
    _ = try URDF.parse(Array(text.utf8), file: "r.urdf")
    return []
  } catch {
    return error.errors.map { "\($0.position) \($0.path): \($0.message)" }
  }
}

/// What `text` describes.
func urdfModel(of text: String) throws -> URDFModel {
  try URDF.parse(Array(text.utf8), file: "r.urdf")
}

/// What is worth knowing about `text`, as above.
func urdfWarnings(in text: String) throws -> [String] {
  try urdfModel(of: text).warnings.map { "\($0.position) \($0.path): \($0.message)" }
}

/// A robot of two links and the joint `j` between them, whose inside starts in line 4, column 1.
func urdf(joint inside: String, type: String = "revolute") -> String {
  """
  <robot name="r"><link name="a"/><link name="b"/>
  <joint name="j" type="\(type)">
  <parent link="a"/><child link="b"/>
  \(inside)
  </joint></robot>
  """
}

/// A robot of one link, the inside of whose inertial starts in line 2, column 1.
func urdf(inertial inside: String) -> String {
  """
  <robot name="r"><link name="a"><inertial>
  \(inside)
  </inertial></link></robot>
  """
}

/// A robot that uses everything the parser reads.
let fullURDF = """
  <?xml version="1.0"?>
  <!-- every element -->
  <robot name="full" xmlns:xacro="http://wiki.ros.org/xacro">
    <material name="grey"><color rgba="0.5 0.5 0.5 1"/></material>
    <link name="base">
      <inertial>
        <origin xyz="0.1 -0.2 3e-1" rpy="0.1 0.2 -0.3"/>
        <mass value="2.5"/>
        <inertia ixx="0.03" ixy="0.001" ixz="-0.002" iyy="0.04" iyz="0.003" izz="0.05"/>
      </inertial>
      <visual><geometry><mesh filename="package://x/y.stl"/></geometry></visual>
    </link>
    <link name="upper"/><link name="lower"/><link name="slider"/><link name="wheel"/>
    <link name="tool"/><link name="plate"/><link name="ball"/>
    <joint name="shoulder" type="revolute">
      <parent link="base"/><child link="upper"/>
      <origin xyz="1 2 3" rpy="0.4 0.5 0.6"/>
      <axis xyz="0 3 4"/>
      <limit lower="-1.5" upper="1.25" velocity="2" effort="7.5"/>
      <dynamics damping="0.6" friction="0.052"/>
      <safety_controller soft_lower_limit="-1.4" soft_upper_limit="1.2" k_position="15" k_velocity="10"/>
    </joint>
    <joint name='elbow' type='revolute'>
      <parent link='upper'/><child link='lower'/>
      <limit upper='1' velocity='0' effort='0'/>
      <mimic joint='shoulder' multiplier='-0.5' offset='0.25'/>
    </joint>
    <joint name="rail" type="prismatic">
      <parent link="base"/><child link="slider"/>
      <limit lower="0" upper="0.5" velocity="1" effort="20"/>
    </joint>
    <joint name="axle" type="continuous"><parent link="base"/><child link="wheel"/></joint>
    <joint name="flange" type="fixed">
      <parent link="lower"/><child link="tool"/><axis xyz="0 0 0"/>
    </joint>
    <joint name="table" type="planar"><parent link="base"/><child link="plate"/></joint>
    <joint name="loose" type="floating"><parent link="plate"/><child link="ball"/></joint>
    <gazebo reference="base"><drake:x a="&lt;"/><![CDATA[ < & ]]></gazebo>
  </robot>
  """
