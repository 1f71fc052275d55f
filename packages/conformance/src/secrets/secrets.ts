/** A shared run of this many characters gives a secret away; a shorter one is a public prefix or chance. */
const SHORTEST_PIECE = 12

export type Secret = {
  value: string
  /** Replaces it in reports, as `API key`. */
  label: string
  /** What a shell puts in its place, between double quotes: `$CONFORMANCE_API_KEY`. */
  shell: string
}

/** What a run must not show. */
export type Secrets = {
  add(secret: Secret): void
  /** The text without any secret, nor a long piece of one, in its usual spellings. */
  mask(text: string): string
  /** The text as one word for a shell, with variables for the secrets. */
  shellWord(text: string): string
  isIn(text: string): boolean
}

type Spelling = Omit<Secret, 'value'> & { spelled: string }

/** Keeps the secrets of one run. */
export function createSecrets(): Secrets {
  const spellings: Spelling[] = []
  const pieces = new Map<string, string>()

  function add({ value, label, shell }: Secret) {
    if (value === '' || spellings.some(({ spelled }) => spelled === value)) return
    const others = [JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]
    for (const spelled of new Set([value, ...others])) spellings.push({ spelled, label, shell })
    spellings.sort((a, b) => b.spelled.length - a.spelled.length)
    for (let at = 0; at + SHORTEST_PIECE <= value.length; at++) {
      const piece = value.slice(at, at + SHORTEST_PIECE)
      pieces.set(piece, pieces.get(piece) ?? label)
    }
  }
  const mask = (text: string) =>
    maskPieces(
      spellings.reduce((left, { spelled, label }) => left.replaceAll(spelled, `[${label}]`), text),
      pieces,
    )
  return {
    add,
    mask,
    isIn: (text) => spellings.some(({ spelled }) => text.includes(spelled)),
    shellWord: (text) => shellWord(text, spellings, mask),
  }
}

/** Takes out every run of characters that begins with a piece of a secret, as far as it goes on. */
function maskPieces(text: string, pieces: ReadonlyMap<string, string>): string {
  let masked = ''
  let at = 0
  while (at < text.length) {
    const label = pieces.get(text.slice(at, at + SHORTEST_PIECE))
    if (label == null) {
      masked += text.charAt(at)
      at += 1
      continue
    }
    let end = at + SHORTEST_PIECE
    while (pieces.has(text.slice(end - SHORTEST_PIECE + 1, end + 1)) && end < text.length) end += 1
    masked += `[part of ${label}]`
    at = end
  }
  return masked
}

/** Long runs of one character, which tests of limits send, are written as what makes them. */
const LONG_RUN = /(.)\1{199,}/g

function shellWord(text: string, spellings: readonly Spelling[], mask: (text: string) => string) {
  const parts = splitAtSecrets(text, spellings)
  const plain = parts.every((part) => typeof part === 'string' && part.search(LONG_RUN) === -1)
  if (plain) return `'${mask(text).replaceAll("'", `'\\''`)}'`
  const words = parts.map((part) =>
    typeof part === 'string' ? doubleQuoted(mask(part)) : part.shell,
  )
  return `"${words.join('')}"`
}

function doubleQuoted(text: string): string {
  return text
    .replace(/[\\$`"]/g, '\\$&')
    .replace(LONG_RUN, (run, one: string) => `$(printf '${one}%.0s' $(seq ${run.length}))`)
}

function splitAtSecrets(text: string, spellings: readonly Spelling[]): (string | Spelling)[] {
  const found = spellings.find(({ spelled }) => text.includes(spelled))
  if (found == null) return text === '' ? [] : [text]
  const [before = '', ...rest] = text.split(found.spelled)
  const after = rest.join(found.spelled)
  return [...splitAtSecrets(before, spellings), found, ...splitAtSecrets(after, spellings)]
}
