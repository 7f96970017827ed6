// A simulator in one file: each joint is a pendulum of its own, 0.2 kg at 0.15 m, with a motor.
//
//     cc -I Sources/CSimulator/include Examples/PendulumSimulator/pendulum.c -lm -o pendulum
//     ./pendulum unix:/tmp/pendulum.sock shoulder elbow &
//     cerebellumd --robot robot.yaml --simulate --simulator unix:/tmp/pendulum.sock --lock-step
//
// Usage: pendulum ADDRESS [--step MICROSECONDS] JOINT...
#include "cerebellum_simulator.h"
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBSTEPS 4

struct pendulum {
  const char *name;
  struct cbs_state state;
  struct cbs_drive drive;
};

struct world {
  struct pendulum pendulums[CBS_MOST_JOINTS];
  int count;
  int64_t now, step;
};

static int find_joint(void *context, const char *name) {
  const struct world *world = context;
  for (int joint = 0; joint < world->count; joint++)
    if (strcmp(world->pendulums[joint].name, name) == 0) return joint;
  return -1;
}

static struct cbs_state state(void *context, int joint) {
  return ((struct world *)context)->pendulums[joint].state;
}

static void drive(void *context, int joint, struct cbs_drive drive) {
  ((struct world *)context)->pendulums[joint].drive = drive;
}

static int64_t now(void *context) { return ((struct world *)context)->now; }

// Semi-implicit Euler, implicit in the damping: no motor is too strong for the step.
static void swing(struct pendulum *pendulum, double dt) {
  const double mass = 0.2, length = 0.15;
  const struct cbs_drive *drive = &pendulum->drive;
  const double inertia = mass * length * length + drive->armature;
  const double weight = -mass * 9.81 * length * sin(pendulum->state.position);
  double velocity = (inertia * pendulum->state.velocity + dt * (drive->effort + weight)) /
                    (inertia + dt * drive->damping);
  // A brake takes what it can of the momentum, and no more.
  const double braked = dt * drive->friction / (inertia + dt * drive->damping);
  velocity = fabs(velocity) <= braked ? 0 : velocity - copysign(braked, velocity);
  pendulum->state.velocity = velocity;
  pendulum->state.position += dt * velocity;
}

static void advance(void *context) {
  struct world *world = context;
  for (int step = 0; step < SUBSTEPS; step++)
    for (int joint = 0; joint < world->count; joint++)
      swing(&world->pendulums[joint], (double)world->step * 1e-9 / SUBSTEPS);
  world->now += world->step;
}

static volatile int stop;
static void end(int signal) {
  (void)signal;
  stop = 1;
}

int main(int count, char **arguments) {
  static struct world world = {.step = 1000000};
  const char *address = NULL;
  for (int index = 1; index < count; index++) {
    if (strcmp(arguments[index], "--step") == 0 && index + 1 < count) {
      world.step = 1000 * atoll(arguments[++index]);
    } else if (!address) {
      address = arguments[index];
    } else if (world.count < (int)CBS_MOST_JOINTS) {
      world.pendulums[world.count++].name = arguments[index];
    }
  }
  if (!address || world.count == 0 || world.step <= 0) {
    fprintf(stderr, "usage: pendulum ADDRESS [--step MICROSECONDS] JOINT...\n");
    return 2;
  }
  signal(SIGINT, end);
  signal(SIGTERM, end);
  const struct cbs_simulator simulator = {
      .context = &world, .step = world.step, .find_joint = find_joint, .state = state,
      .drive = drive, .advance = advance, .now = now};
  const int result = cbs_serve(address, &simulator, 1000000000, &stop);
  if (result != 0) fprintf(stderr, "%s: %s\n", address, strerror(-result));
  return result == 0 ? 0 : 1;
}
