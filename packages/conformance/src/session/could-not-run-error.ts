/** The run could not be made, or had to be stopped: nothing is said about the target. */
export class CouldNotRunError extends Error {
  override name = 'CouldNotRunError'
}
