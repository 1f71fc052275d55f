import { createHash } from 'node:crypto'

/** The client's id: a function of its name, so that a client made again after a loss of the database has its payouts. */
export function clientIdOf(name: string): string {
  return uuidOf(`client\n${name}`)
}

/** A UUID that is a function of the text. */
export function uuidOf(text: string): string {
  const digest = createHash('sha256').update(text).digest()
  // Version 8 of RFC 9562: a UUID that we made ourselves.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex')
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-')
}
