import { parseArgs } from 'node:util'
import { walletAddressSchema } from '@aloha-pi/contracts/platform'

type Options = {
  values: Record<string, string | undefined>
  flags: Set<string>
  positionals: string[]
}

/**
 * Options with a value, `flags` without one, and the other arguments. Undefined when an option is unknown, repeated, or
 * lacks its value.
 */
export function readOptions(
  args: string[],
  names: readonly string[],
  flagNames: readonly string[] = [],
): Options | undefined {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ...flagNames.map((name) => [name, { type: 'boolean' as const }]),
  ])
  const { values, positionals, tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = tokens.filter(({ kind }) => kind === 'option').length
  const read: Options['values'] = {}
  const flags = new Set<string>()
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' && names.includes(name)) read[name] = value
    else if (value === true && flagNames.includes(name)) flags.add(name)
    else return undefined
  }
  const isOnce = Object.keys(read).length + flags.size === given
  return isOnce ? { values: read, flags, positionals } : undefined
}

/** A whole number from 1 to `max`. */
export function readNumber(text: string, max: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= max ? number : undefined
}

export function isWallet(text: string | undefined): text is string {
  return walletAddressSchema.safeParse(text).success
}
