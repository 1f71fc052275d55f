/** The scheme in lower case, since "key" circulates too. The space that pi-go sends before it is gone by now. */
export function readAuthorization(header = ''): { scheme: string; secret: string } {
  const end = header.search(/\s/)
  if (end === -1) return { scheme: header.toLowerCase(), secret: '' }
  return { scheme: header.slice(0, end).toLowerCase(), secret: header.slice(end).trimStart() }
}
