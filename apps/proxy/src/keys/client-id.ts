import { hash } from 'node:crypto'

/** The client's id: a function of its name, so that a client made again after a loss of the database has its payouts. */
export function clientIdOf(name: string): string {
  return uuidOf(`client\n${name}`)
}

/** A UUID that is a function of the text. */
export function uuidOf(text: string): string {
  const hex = hash('sha256', text)
  // Version 8 of RFC 9562: a UUID that we made ourselves. Its variant is the two highest bits of a digit.
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const [third, fourth] = [`8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${third}-${fourth}-${hex.slice(20, 32)}`
}
