/** The root of VI/JSON: it came with this release, and later ones answer it as well. */
export const viJson = '/sdk/vim25/8.0.1.0';
