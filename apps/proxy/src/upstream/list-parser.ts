import { JSONParser, TokenType } from '@streamparser/json'

/** Bytes from the end of one entry to the end of the next. Read by itself, a payment may not be larger either. */
const MAX_ENTRY_BYTES = 262_144
/** More than as many payments do not fit into 16 MB: to check millions of empty entries would take long. */
const MAX_ENTRIES = 50_000
/** Levels of objects and arrays; the list and the object around it are two. */
const MAX_DEPTH = 100

/** Strings gather in one buffer: without it a list of 10,000 takes a third more memory. */
const STRING_BUFFER_BYTES = 4_096

export type ListParser = {
  /** The entries that end in these bytes; undefined once they cannot be a list any more. */
  read(bytes: Uint8Array): unknown[] | undefined
  /** Whether the JSON ended, and held the list exactly once. */
  isComplete(): boolean
}

/** Parses an object piece by piece, and keeps nothing but the entries of the array under one key. */
export function createListParser(key: string): ListParser {
  const parser = new JSONParser({
    paths: [`$.${key}.*`],
    keepStack: false,
    stringBufferSize: STRING_BUFFER_BYTES,
  })
  let entries: unknown[] = []
  let count = 0
  let lists = 0
  let depth = 0
  let offset = 0
  let lastEntryAt = 0
  let lastString: unknown

  parser.onValue = ({ value }) => {
    count += 1
    if (count > MAX_ENTRIES) throw new Error('too many')
    entries.push(value)
    lastEntryAt = offset
  }
  parser.onToken = (token) => {
    offset = token.offset
    // At the first level a string before a bracket is its key.
    if (depth === 1 && token.token === TokenType.STRING) lastString = token.value
    if (token.token === TokenType.LEFT_BRACKET && depth === 1 && lastString === key) lists += 1
    if (token.token === TokenType.LEFT_BRACKET && depth === 0) throw new Error('not an object')
    depth += levelsOf(token.token)
    if (depth > MAX_DEPTH || offset - lastEntryAt > MAX_ENTRY_BYTES) throw new Error('too large')
  }

  return {
    read(bytes) {
      entries = []
      try {
        parser.write(bytes)
      } catch {
        // Only the parser and the limits above throw here.
        return undefined
      }
      return entries
    },
    isComplete: () => parser.isEnded && lists === 1,
  }
}

function levelsOf(token: TokenType): -1 | 0 | 1 {
  if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) return 1
  return token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET ? -1 : 0
}
