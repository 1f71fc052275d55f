import { parseArgs } from 'node:util'
import { walletAddressSchema } from '@aloha-pi/contracts/platform'

type Options = { values: Record<string, string | undefined>; positionals: string[] }

/** Options with a value, and the other arguments. Undefined when an option is unknown, repeated or without a value. */
export function readOptions(args: string[], names: readonly string[]): Options | undefined {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values, positionals, tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = tokens.filter(({ kind }) => kind === 'option').length
  const read: Options['values'] = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string' || !names.includes(name)) return undefined
    read[name] = value
  }
  return Object.keys(read).length === given ? { values: read, positionals } : undefined
}

/** A whole number from 1 to `max`. */
export function readNumber(text: string, max: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= max ? number : undefined
}

export function isWallet(text: string | undefined): text is string {
  return walletAddressSchema.safeParse(text).success
}
