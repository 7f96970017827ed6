/// MPR121 capacitive touch sensor of twelve electrodes. Source: NXP MPR121 rev 4, AN3889 (auto-
/// configuration), AN3891 (baseline).
///
/// Its settings can be written while it is stopped only, and it stops by itself on an overcurrent: bit 7
/// of 0x01, which is looked at in every reply. The baseline does not follow an electrode that is
/// touched, so that a long grasp does not fade away.
public enum MPR121 {}
