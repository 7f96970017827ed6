/// MPL115A2 barometer, also behind a tactile pad (TakkTile). Sources: NXP MPL115A2 Rev. 9 and AN3785.
///
/// One conversion at a time, without a sign that it is done: it is started in one turn and read in the
/// next. The chip has no settings that it could lose, no identity and no reset.
public enum MPL115A2 {}
