/** The scheme in lower case; pi-go sends a space before it, others write "key". */
export function readAuthorization(header = ''): { scheme: string; secret: string } {
  const [scheme = '', secret = '', ...more] = header.trim().split(/\s+/)
  return { scheme: scheme.toLowerCase(), secret: more.length === 0 ? secret : '' }
}
