import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { readMockUrl } from '../redirect/mock-url.ts'
import { readCommandLine } from './command-line.ts'
import { URL_OPTION } from './pages.ts'
import { MOCK_OPTIONS } from './start-options.ts'
import { UsageError } from './usage-error.ts'
import type { StartOptions } from './use-mock.ts'

export type MockArguments = {
  /** Of a mock that runs already; else `options` are those of a new one. */
  url: string | undefined
  onlyPi: boolean
  options: StartOptions
  /** Of the options that the command adds. */
  own: Record<string, string | boolean | (string | boolean)[] | undefined>
  positionals: string[]
}

type Reading = {
  env: Readonly<Record<string, string | undefined>>
  /** Of a new mock, unless an argument says otherwise. */
  port: string
  /** Options beside those of the mock. */
  own?: ParseArgsOptionsConfig
}

/** Reads what a command needs to use a mock: `--url`, or options as the mock's own command takes them. */
export function readMockArguments(args: string[], { env, port, own = {} }: Reading): MockArguments {
  const added: ParseArgsOptionsConfig = { ...URL_OPTION, ...own }
  const { values, positionals, tokens } = parseArgs({
    args,
    options: { ...MOCK_OPTIONS, ...added },
    allowPositionals: true,
    tokens: true,
  })
  const ofMock = tokens.flatMap((token) => {
    if (token.kind !== 'option' || Object.hasOwn(added, token.name)) return []
    if (token.value == null) return [token.rawName]
    return token.inlineValue ? [`${token.rawName}=${token.value}`] : [token.rawName, token.value]
  })
  const given: MockArguments['own'] = values
  const url = readUrl(given['url'])
  const unused = ofMock.find((each) => each.startsWith('--') && each !== '--only-pi')
  if (url != null && unused != null) {
    throw new UsageError(
      `--url names a mock that runs already, so ${unused} has no effect: omit one`,
    )
  }
  const chosen = values.port == null ? ['--port', port] : []
  const { options, entrances } = readCommandLine([...chosen, ...ofMock], env)
  return { url, onlyPi: entrances.onlyPi, options, own: given, positionals }
}

function readUrl(given: unknown): string | undefined {
  if (given == null) return undefined
  const read = readMockUrl(String(given))
  if (!read.ok) throw new UsageError(`--url ${read.rule}`)
  return read.address.url
}
