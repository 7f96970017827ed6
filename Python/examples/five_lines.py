"""Moves the demo arm: `cerebellum sim` in another terminal, then `python five_lines.py`."""

from cerebellum import Robot

with Robot.connect() as robot, robot.armed():
    robot.move(shoulder_pan=0.4, elbow_flex=-0.3)
    print(robot.state().measured_position.round(2))
    robot.move(shoulder_pan=0, elbow_flex=0)
