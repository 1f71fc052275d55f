/**
 * The id in a command's arguments, for the log: of a key, payout, payment, wallet or transaction. Nothing that
 * follows an option is one, and no word: an id has a digit or a capital letter.
 */
export function findId([, ...args]: readonly string[]): string | undefined {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'))
  const positionals = firstOption < 0 ? args : args.slice(0, firstOption)
  return positionals.find((arg) => /^(?=.*[0-9A-Z])[A-Za-z0-9_-]{11,64}$/.test(arg))
}
