/** `*` is any text. No regular expression: its time would grow with each `*`. */
export function matchesPath(pattern: string, path: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  if (!path.startsWith(first)) return false
  const last = others.pop()
  if (last == null) return path === pattern
  let place = first.length
  for (const part of others) {
    const found = path.indexOf(part, place)
    if (found === -1) return false
    place = found + part.length
  }
  return path.length - last.length >= place && path.endsWith(last)
}
