// Where vCenter's VI/JSON API is found.

/** The release that VI/JSON came with: later ones answer it as well. */
export const viJsonRelease = '8.0.1.0';
export const viJson = `/sdk/vim25/${viJsonRelease}`;
