/** As Pi writes the hosts of this machine; other spellings, such as 127.1, are not loopback here. */
const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?]|$)/

/** Whether a redirect URI leads to this machine, with any port. It must have passed `brokenRedirectRule`. */
export function isLoopbackUri(text: string): boolean {
  return LOOPBACK.test(text)
}

/**
 * The rule that a text breaks as a redirect URI; undefined for one that a browser may be sent to: a whole URL, https or on
 * this machine, in which nothing can be read in two ways.
 */
export function brokenRedirectRule(text: string): string | undefined {
  if (!/^[!-~]+$/.test(text)) return 'must be visible ASCII characters, others percent-encoded'
  if (text.includes('\\')) return 'must not have a backslash'
  const url = URL.parse(text)
  if (url == null) return 'must be a whole URL, such as https://app.example/signin/callback'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://'
  if (text.includes('#')) return 'must not have a fragment: the token is sent in it'
  const [, authority = ''] = /^https?:\/\/([^/?]*)/.exec(text) ?? []
  if (authority.includes('@')) return 'must not have a username or a password'
  // A browser reads more spellings of a host than an app would write.
  if (authority.replace(/:\d{1,5}$/, '') !== url.hostname) {
    return `must have its host as browsers write it: ${url.hostname}`
  }
  if (url.protocol === 'http:' && !isLoopbackUri(text)) {
    return 'must be https, except on localhost, 127.0.0.1 and [::1]'
  }
  return undefined
}
