// Pinocchio's algorithms behind a C interface that `bench` loads. The templates are compiled here, with
// the flags of build.sh, so that they are inlined as in a program of their own.

#include <pinocchio/algorithm/aba.hpp>
#include <pinocchio/algorithm/crba.hpp>
#include <pinocchio/algorithm/frames.hpp>
#include <pinocchio/algorithm/jacobian.hpp>
#include <pinocchio/algorithm/joint-configuration.hpp>
#include <pinocchio/algorithm/kinematics.hpp>
#include <pinocchio/algorithm/rnea.hpp>
#include <pinocchio/parsers/urdf.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <exception>
#include <vector>

namespace {

struct State {
  Eigen::VectorXd q, v, a;
};

/// The order of DynamicsAlgorithm in Swift.
enum Algorithm { rnea, gravity, crba, aba, kinematics, impedance };

/// RobotCore's CartesianImpedance as one would write it with Eigen, with the numbers of DynamicsRig.
struct Impedance {
  using Vector6 = Eigen::Matrix<double, 6, 1>;
  using Matrix6 = Eigen::Matrix<double, 6, 6>;
  pinocchio::FrameIndex frame;
  Eigen::LLT<Eigen::MatrixXd> inertia;
  Eigen::SelfAdjointEigenSolver<Matrix6> modes;
  Eigen::Matrix<double, 6, Eigen::Dynamic> S;
  Eigen::Matrix<double, Eigen::Dynamic, 6> Y;
  Eigen::VectorXd free, posture, reduced, efforts;

  explicit Impedance(const pinocchio::Model &model)
      : frame(model.existFrame("panda_link8") ? model.getFrameId("panda_link8") : 0),
        inertia(model.nv), S(6, model.nv), Y(model.nv, 6), free(model.nv), posture(model.nv),
        reduced(model.nv), efforts(model.nv) {}

  void update(const pinocchio::Model &model, pinocchio::Data &data, const State &s) {
    using namespace pinocchio;
    const Vector6 stiffness = (Vector6() << 400, 500, 600, 30, 40, 50).finished();
    const Vector6 root = stiffness.cwiseSqrt();
    const double least = 1;
    // Fills the joints' Jacobian on its way.
    pinocchio::crba(model, data, s.q, Convention::WORLD);
    data.M.triangularView<Eigen::StrictlyLower>() = data.M.transpose();
    updateFramePlacement(model, data, frame);
    S.setZero();
    getFrameJacobian(model, data, frame, LOCAL_WORLD_ALIGNED, S);
    const SE3 tip = data.oMf[frame];
    computeGeneralizedGravity(model, data, s.q);

    // The target's axes are the world's; its origin is at (0.4, 0.1, 0.5).
    const Eigen::Matrix3d &R = tip.rotation();
    const Eigen::Vector3d k = stiffness.tail<3>();
    Vector6 spring;
    spring.head<3>() =
      -stiffness.head<3>().cwiseProduct(tip.translation() - Eigen::Vector3d(0.4, 0.1, 0.5));
    spring[3] = -0.5 * (k[0] * (R(2, 1) - R(1, 2)) + (k[2] - k[1]) * (R(2, 1) + R(1, 2)));
    spring[4] = -0.5 * (k[1] * (R(0, 2) - R(2, 0)) + (k[0] - k[2]) * (R(0, 2) + R(2, 0)));
    spring[5] = -0.5 * (k[2] * (R(1, 0) - R(0, 1)) + (k[1] - k[0]) * (R(1, 0) + R(0, 1)));

    S.array().colwise() *= root.array();
    inertia.compute(data.M);
    Y = S.transpose();
    inertia.matrixL().solveInPlace(Y);
    Matrix6 A;
    A.noalias() = Y.transpose() * Y;
    // The modes: their squared frequencies and directions.
    modes.compute(A);
    const Vector6 &squares = modes.eigenvalues();
    const Matrix6 &Q = modes.eigenvectors();
    const double shortfall = 1 - 1 / (squares.cwiseInverse().sum() * least);
    const double raised = shortfall > 0 ? least * shortfall * shortfall : 0;
    const Vector6 inverse = (squares.array() + raised).inverse();
    // Their damping: RobotCore's sum for one over the frequency.
    const double step = 0.8825424006106063;
    Vector6 damping = Vector6::Constant(step / (3 * 1024)) + step / 3 * inverse;
    for (double t = 1; t <= 1024; t *= 4)
      damping += step * t * (squares.array() + t * t).inverse().matrix();
    const Vector6 rate = S * s.v;
    const Vector6 turned = Q.transpose() * rate;
    const Vector6 force = spring.cwiseQuotient(root) - 1.4 * (Q * damping.cwiseProduct(turned));
    const Vector6 carried = Q * inverse.cwiseProduct(turned);
    free.noalias() = Y * carried;
    inertia.matrixU().solveInPlace(free);
    posture = -2 * s.q - (s.v - free);
    reduced = posture;
    inertia.matrixL().solveInPlace(reduced);
    const Vector6 drive = Q.transpose() * (Y.transpose() * reduced);
    const Vector6 wrench = force - Q * inverse.cwiseProduct(drive);
    efforts = posture + data.g;
    efforts.noalias() += S.transpose() * wrench;
  }
};

}  // namespace

struct peer {
  pinocchio::Model model;
  pinocchio::Data data;
  /// The joints of one degree of freedom, in the order of their velocities.
  std::vector<pinocchio::JointIndex> joints;
  std::vector<State> states;
  std::size_t next = 0;
  Impedance law;

  explicit peer(pinocchio::Model &&read) : model(std::move(read)), data(model), law(model) {
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
      case impedance: law.update(model, data, s); break;
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

/// What the last call found: nv efforts (rnea, gravity, impedance), nv accelerations (aba), the upper
/// triangle of nv x nv (crba).
const double *peer_result(const peer *p, int algorithm) {
  switch (algorithm) {
    case rnea: return p->data.tau.data();
    case gravity: return p->data.g.data();
    case crba: return p->data.M.data();
    case impedance: return p->law.efforts.data();
    default: return p->data.ddq.data();
  }
}
}
