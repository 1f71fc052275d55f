/** Of one connection only, or made again for the next one. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The raw headers that a proxy sends on, in their order and with their spelling. */
export function endToEndHeaders(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) => {
    if (index % 2 === 1 || HOP_BY_HOP.has(name.toLowerCase())) return []
    return [name, raw[index + 1] ?? '']
  })
}
