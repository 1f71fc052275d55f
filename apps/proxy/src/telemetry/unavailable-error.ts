/** Something the proxy cannot work without does not respond. The request was not served: 503. */
export class UnavailableError extends Error {
  override name = 'UnavailableError'
}
