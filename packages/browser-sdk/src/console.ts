const PREFIX = '[mock Pi]'

/** For the developer of the app. Never throws, and never holds a token. */
export function complain(text: string, ...details: unknown[]) {
  // oxlint-disable-next-line no-console -- the only place where a page can tell its developer
  console.error(`${PREFIX} ${text}`, ...details)
}

export function inform(text: string) {
  // oxlint-disable-next-line no-console -- as above
  console.info(`${PREFIX} ${text}`)
}

/** A line as the browser or Pi's script writes it, without our prefix. */
export function complainAsPi(text: string) {
  // oxlint-disable-next-line no-console -- as above
  console.error(text)
}
