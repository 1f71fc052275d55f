/** The scheme in lower case; pi-go sends a space before it, others write "key". */
export function readAuthorization(header = ''): { scheme: string; secret: string } {
  const credentials = header.trim()
  const end = credentials.search(/\s/)
  if (end === -1) return { scheme: credentials.toLowerCase(), secret: '' }
  return {
    scheme: credentials.slice(0, end).toLowerCase(),
    secret: credentials.slice(end).trimStart(),
  }
}
