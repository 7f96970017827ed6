// Pinocchio's algorithms behind a C interface that `bench` loads. The templates are compiled here, with
// the flags of build.sh, so that they are inlined as in a program of their own.

#include <pinocchio/algorithm/aba.hpp>
#include <pinocchio/algorithm/crba.hpp>
#include <pinocchio/algorithm/joint-configuration.hpp>
#include <pinocchio/algorithm/kinematics.hpp>
#include <pinocchio/algorithm/rnea.hpp>
#include <pinocchio/parsers/urdf.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <vector>

namespace {

struct State {
  Eigen::VectorXd q, v, a;
};

/// The order of DynamicsAlgorithm in Swift.
enum Algorithm { rnea, gravity, crba, aba, kinematics };

}  // namespace

struct peer {
  pinocchio::Model model;
  pinocchio::Data data;
  /// The joints of one degree of freedom, in the order of their velocities.
  std::vector<pinocchio::JointIndex> joints;
  std::vector<State> states;
  std::size_t next = 0;

  explicit peer(pinocchio::Model &&read) : model(std::move(read)), data(model) {
    for (pinocchio::JointIndex i = 1; i < pinocchio::JointIndex(model.njoints); i++)
      if (model.joints[i].nv() == 1) joints.push_back(i);
    std::sort(joints.begin(), joints.end(), [this](auto a, auto b) {
      return model.joints[a].idx_v() < model.joints[b].idx_v();
    });
  }

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

int peer_joint_count(const peer *p) { return int(p->joints.size()); }

/// The name of the joint with the velocity `index` behind those of the base.
const char *peer_joint_name(const peer *p, int index) {
  return p->model.names[p->joints[index]].c_str();
}

/// Adds a state that `peer_run` takes in its turn: 7 positions of a floating base, then one of each
/// joint. `a` are accelerations, or efforts for aba.
void peer_add(peer *p, const double *positions, const double *v, const double *a) {
  const int base = p->model.nv > int(p->joints.size()) ? 7 : 0;
  Eigen::VectorXd q = pinocchio::neutral(p->model);
  q.head(base) = Eigen::Map<const Eigen::VectorXd>(positions, base);
  for (std::size_t i = 0; i < p->joints.size(); i++) {
    const auto &joint = p->model.joints[p->joints[i]];
    const double angle = positions[base + i];
    // Joints without limits are kept as cosine and sine.
    q[joint.idx_q()] = joint.nq() == 2 ? std::cos(angle) : angle;
    if (joint.nq() == 2) q[joint.idx_q() + 1] = std::sin(angle);
  }
  p->states.push_back(
    {q, Eigen::Map<const Eigen::VectorXd>(v, p->model.nv),
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
