import BenchmarkKit
import CycleContest

/// Every benchmark, in the order in which they run: add yours here.
func catalog() -> [Benchmark] {
  [wakeUp(), releaseError(), phaseDrift()]
    + [6, 12, 16].map(pidAgainstLinuxCNC) + [pidOfManyJoints(), pidFeatures()]
    + Scene.allCases.map(cycleAgainstTwin) + [cycleOfDenormals(), cycleByJoints()]
    + dynamicsAgainstPinocchio()
    + stepsAgainstMuJoCo() + [publish(), i2c(), statistics()]
}

/// Everything that callgrind counts: add yours here, and its limit to Benchmarks/limits.json.
func countedWorks() -> [CountedWork] {
  [countedLaw(), countedPIDFeatures(), countedPublish(), countedI2C(), countedStatistics()]
    + countedCycles() + countedDynamics() + countedSteps()
}

private func stepsAgainstMuJoCo() -> [Benchmark] {
  [treeStepAgainstMuJoCo(), plantStepAgainstMuJoCo()]
}

private func countedSteps() -> [CountedWork] { countedTreeStep() + countedPlantStep() }
