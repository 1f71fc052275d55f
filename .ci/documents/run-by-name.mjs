const RUNNER =
  /(?:\bnpx|\bnpm (?:exec|x)|\bpnpm dlx|\bpnpx|\byarn dlx|\bbunx)((?:\s+-[^\s`'"]+)*)\s+([@\w][\w./-]*)/g
// Words of one line, which may go on after a backslash.
const INSTALLER =
  /\b(?:npm (?:install|i|add)|pnpm add|yarn add|bun add)((?:(?:[^\S\n]|\\\n)+[^\s`'";&|\\]+)+)/g

/**
 * Commands in a text that would fetch one of our packages by its name. Until it is published, that name gives whatever
 * someone else puts there. `names`: our packages and commands.
 * @param {string} text
 * @param {ReadonlySet<string>} names
 */
export function fetchesByName(text, names) {
  const runs = [...text.matchAll(RUNNER)]
    .filter(
      ([, flags = '', name = '']) =>
        names.has(nameOf(name)) && !/\s--no(-install)?(?=\s|$)/.test(flags),
    )
    .map(([command]) => command)
  const installs = [...text.matchAll(INSTALLER)]
    .filter(([, words = '']) => words.split(/\s+/).some((word) => names.has(nameOf(word))))
    .map(([command]) => command)
  return [...runs, ...installs]
}

/**
 * `@aloha-pi/client` of `@aloha-pi/client@1`.
 * @param {string} word
 */
function nameOf(word) {
  return word.replace(/(?<=.)@[\w.^~-]*$/, '')
}
