import Testing

// Daemons are costly and some have real-time threads: two at a time, one of each list, whatever number
// of processors there is.

/// Tests in which a robot is armed. As real-time as the system allows: a daemon that is starved stops
/// its robot, and rightly so.
@Suite(.serialized) enum ArmedRobots {}

/// Tests in which nothing moves.
@Suite(.serialized) enum RestingRobots {}
