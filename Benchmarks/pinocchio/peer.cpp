// Pinocchio's algorithms behind a C interface that `bench` loads. The templates are compiled here, with
// the flags of build.sh, so that they are inlined as in a program of their own.

#include <pinocchio/algorithm/aba.hpp>
#include <pinocchio/algorithm/crba.hpp>
#include <pinocchio/algorithm/frames.hpp>
#include <pinocchio/algorithm/jacobian.hpp>
#include <pinocchio/algorithm/kinematics.hpp>
#include <pinocchio/algorithm/rnea.hpp>
#include <pinocchio/parsers/urdf.hpp>

#include <exception>
#include <vector>

namespace {

struct State {
  Eigen::VectorXd q, v, a;
};

/// The order of the enumeration in DynamicsPeer.swift.
enum Algorithm { rnea, gravity, crba, aba, kinematics };

}  // namespace

struct peer {
  pinocchio::Model model;
  pinocchio::Data data;
  std::vector<State> states;
  std::size_t next = 0;

  explicit peer(pinocchio::Model &&read) : model(std::move(read)), data(model) {}

  void run(int algorithm) {
    const State &s = states[next];
    next = next + 1 < states.size() ? next + 1 : 0;
    switch (algorithm) {
      case rnea: pinocchio::rnea(model, data, s.q, s.v, s.a); break;
      case gravity: pinocchio::computeGeneralizedGravity(model, data, s.q); break;
      case crba: pinocchio::crba(model, data, s.q, pinocchio::Convention::WORLD); break;
      case aba: pinocchio::aba(model, data, s.q, s.v, s.a, pinocchio::Convention::WORLD); break;
      default: pinocchio::forwardKinematics(model, data, s.q); break;
    }
  }
};

extern "C" {

/// The robot in the URDF at `path`, or null.
peer *peer_open(const char *path, int is_floating) {
  try {
    pinocchio::Model model;
    if (is_floating)
      pinocchio::urdf::buildModel(path, pinocchio::JointModelFreeFlyer(), model);
    else
      pinocchio::urdf::buildModel(path, model);
    return new peer(std::move(model));
  } catch (const std::exception &) {
    return nullptr;
  }
}

int peer_position_count(const peer *p) { return p->model.nq; }
int peer_velocity_count(const peer *p) { return p->model.nv; }

/// Where the position (and, for the velocity, where the velocity) of the joint called `name` stands; -1
/// where there is none.
int peer_position_index(const peer *p, const char *name) {
  return p->model.existJointName(name) ? p->model.joints[p->model.getJointId(name)].idx_q() : -1;
}
int peer_velocity_index(const peer *p, const char *name) {
  return p->model.existJointName(name) ? p->model.joints[p->model.getJointId(name)].idx_v() : -1;
}

/// Adds a state that `peer_run` takes in its turn; `a` are accelerations, or efforts for aba.
void peer_add(peer *p, const double *q, const double *v, const double *a) {
  p->states.push_back(
    {Eigen::Map<const Eigen::VectorXd>(q, p->model.nq),
     Eigen::Map<const Eigen::VectorXd>(v, p->model.nv),
     Eigen::Map<const Eigen::VectorXd>(a, p->model.nv)});
}

/// Begins again with the first state.
void peer_rewind(peer *p) { p->next = 0; }

void peer_run(peer *p, int algorithm, int repetitions) {
  for (int i = 0; i < repetitions; i++) p->run(algorithm);
}

/// What the last call found: nv efforts, nv accelerations for aba, the upper triangle of nv x nv.
const double *peer_result(const peer *p, int algorithm) {
  switch (algorithm) {
    case rnea: return p->data.tau.data();
    case gravity: return p->data.g.data();
    case crba: return p->data.M.data();
    default: return p->data.ddq.data();
  }
}
}
