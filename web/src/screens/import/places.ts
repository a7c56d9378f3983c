/** Reprojection and its table of systems weigh about as much as a screen: they are loaded when a person comes to them. */
export { coordinateSystems } from '#shared/geo/coordinate-systems.ts';
export { toWgs84 } from '#shared/geo/reproject.ts';
