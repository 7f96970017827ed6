// The daemon's end of a link, as fast as it goes: prints the microseconds of each round trip, one a line.
//
// Usage: client ADDRESS STEPS JOINT...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cerebellum_simulator.h"

static int ask(struct cbs_link *link, struct cbs_frame *frame, uint16_t kind, uint32_t joints, size_t bytes) {
  static uint64_t sequence;
  memset(&frame->header, 0, sizeof frame->header);
  frame->header.kind = kind;
  frame->header.sequence = ++sequence;
  frame->header.session = 1;
  frame->header.joints = joints;
  frame->header.step = 1000000;
  if (cbs_send(link, frame, bytes) != 0) return -1;
  while (cbs_receive(link, frame, 5000000000) == 1)
    if (frame->header.sequence == sequence) return frame->header.kind;
  return -1;
}

int main(int count, char **arguments) {
  if (count < 4) return 2;
  const int steps = atoi(arguments[2]);
  const uint32_t joints = (uint32_t)(count - 3);
  static struct cbs_frame frame;
  struct cbs_link link = cbs_no_link();
  if (cbs_connect(&link, arguments[1]) != 0) return 1;
  struct cbs_joint *names = (struct cbs_joint *)frame.body;
  for (uint32_t joint = 0; joint < joints; joint++)
    snprintf(names[joint].name, sizeof names[joint].name, "%s", arguments[3 + joint]);
  if (ask(&link, &frame, CBS_HELLO, joints, joints * sizeof *names) != CBS_READY) return 1;
  double *spans = malloc(sizeof *spans * (size_t)steps);
  for (int step = 0; step < steps; step++) {
    struct cbs_drive *drives = (struct cbs_drive *)frame.body;
    for (uint32_t joint = 0; joint < joints; joint++)
      drives[joint] = (struct cbs_drive){step % 200 < 100 ? 0.3 : -0.3, 0.57, 0.028, 0};
    const int64_t begun = cbs_clock();
    if (ask(&link, &frame, CBS_STEP, joints, joints * sizeof *drives) != CBS_STATE) return 1;
    spans[step] = (double)(cbs_clock() - begun) * 1e-3;
  }
  for (int step = 0; step < steps; step++) printf("%.2f\n", spans[step]);
  free(spans);
  cbs_close(&link);
  return 0;
}
