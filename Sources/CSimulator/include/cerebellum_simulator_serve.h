// The part of cerebellum_simulator.h that answers a daemon.
#pragma once
#include "cerebellum_simulator_link.h"

/// A daemon's session: which of the simulator's joints and sensors it means, in its order.
struct cbs_session {
  uint32_t joint_count, sensor_count, values;
  int joints[CBS_MOST_JOINTS], sensors[CBS_MOST_SENSORS];
  uint32_t counts[CBS_MOST_SENSORS];
};

static inline int cbs_refuse(struct cbs_link *link, struct cbs_frame *frame, const char *what, const char *name) {
  // The name stands in the frame that the answer is written into.
  char text[128];
  snprintf(text, sizeof text, "the simulator has no %s \"%.*s\"", what, 60, name);
  const size_t length = strlen(text);
  memcpy(frame->body, text, length);
  frame->header.kind = CBS_REFUSED;
  frame->header.joints = frame->header.sensors = frame->header.values = 0;
  return cbs_send(link, frame, length);
}

/// Fills in where everything is, and sends it.
static inline int cbs_answer(
    struct cbs_link *link, struct cbs_frame *frame, const struct cbs_simulator *simulator,
    const struct cbs_session *session, uint16_t kind) {
  struct cbs_state *states = (struct cbs_state *)frame->body;
  for (uint32_t joint = 0; joint < session->joint_count; joint++)
    states[joint] = simulator->state(simulator->context, session->joints[joint]);
  double *values = (double *)(states + session->joint_count);
  for (uint32_t sensor = 0; sensor < session->sensor_count; sensor++) {
    simulator->feel(simulator->context, session->sensors[sensor], values, session->counts[sensor]);
    values += session->counts[sensor];
  }
  frame->header.kind = kind;
  frame->header.step = simulator->step;
  frame->header.time = simulator->now(simulator->context);
  frame->header.joints = session->joint_count;
  frame->header.sensors = 0;
  frame->header.values = session->values;
  return cbs_send(link, frame, (size_t)((unsigned char *)values - frame->body));
}

static inline int cbs_begin(
    struct cbs_link *link, struct cbs_frame *frame, const struct cbs_simulator *simulator,
    struct cbs_session *session) {
  const struct cbs_joint *joints = (const struct cbs_joint *)frame->body;
  const struct cbs_sensor *sensors = (const struct cbs_sensor *)(joints + frame->header.joints);
  session->joint_count = session->sensor_count = session->values = 0;
  for (uint32_t index = 0; index < frame->header.joints; index++) {
    const int joint = simulator->find_joint(simulator->context, joints[index].name);
    if (joint < 0) return cbs_refuse(link, frame, "joint", joints[index].name);
    session->joints[index] = joint;
  }
  for (uint32_t index = 0; index < frame->header.sensors; index++) {
    const int sensor =
        simulator->find_sensor
            ? simulator->find_sensor(simulator->context, sensors[index].name, sensors[index].kind) : -1;
    session->counts[index] = sensors[index].values;
    session->values += sensors[index].values;
    if (sensor < 0 || session->values > CBS_MOST_VALUES)
      return cbs_refuse(link, frame, "sensor", sensors[index].name);
    session->sensors[index] = sensor;
  }
  session->joint_count = frame->header.joints;
  session->sensor_count = frame->header.sensors;
  return cbs_answer(link, frame, simulator, session, CBS_READY);
}

static inline void cbs_let_go(const struct cbs_simulator *simulator, struct cbs_session *session) {
  const struct cbs_drive nothing = {0, 0, 0, 0};
  for (uint32_t joint = 0; joint < session->joint_count; joint++)
    simulator->drive(simulator->context, session->joints[joint], nothing);
  session->joint_count = session->sensor_count = session->values = 0;
}

static inline int cbs_serve(
    const char *address, const struct cbs_simulator *simulator, int64_t patience,
    const volatile int *stop) {
  struct cbs_link link = cbs_no_link();
  const int result = cbs_listen(&link, address);
  if (result != 0) return result;
  static struct cbs_frame frame;
  struct cbs_session session;
  memset(&session, 0, sizeof session);
  int64_t heard = cbs_clock();
  while (!*stop) {
    // A socket has one daemon at a time; shared memory, whoever locks it.
    if (link.listener >= 0 && link.file < 0 && cbs_accept(&link, 50000000) != 1) continue;
    const int received = cbs_receive(&link, &frame, 50000000);
    if (received == 0 && cbs_clock() - heard > patience) cbs_let_go(simulator, &session);
    if (received == -ECONNRESET) {
      close(link.file);
      link.file = -1;
      cbs_let_go(simulator, &session);
    }
    if (received != 1) continue;
    heard = cbs_clock();
    if (frame.header.kind == CBS_HELLO) {
      cbs_let_go(simulator, &session);
      cbs_begin(&link, &frame, simulator, &session);
    } else if (frame.header.kind == CBS_STEP && frame.header.joints == session.joint_count) {
      const struct cbs_drive *drives = (const struct cbs_drive *)frame.body;
      for (uint32_t joint = 0; joint < session.joint_count; joint++)
        simulator->drive(simulator->context, session.joints[joint], drives[joint]);
      simulator->advance(simulator->context);
      cbs_answer(&link, &frame, simulator, &session, CBS_STATE);
    }
  }
  cbs_close(&link);
  return 0;
}
