import { parseArgs } from 'node:util'
import { alohaScopes, type AlohaScope } from '@aloha-pi/contracts/aloha'
import { developmentClient } from '../keys/development-client.ts'
import { CLIENT_NAME } from '../keys/key-store.ts'

export type KeysRequest =
  | { type: 'create'; client: string; scopes: AlohaScope[]; expiresInDays?: number }
  | { type: 'list' }
  | { type: 'revoke'; keyId: string }
type Read = { ok: true; request: KeysRequest } | { ok: false; problem: string }

export const keysUsage = `proxy keys create --client NAME --scopes ${alohaScopes.join(',')} [--expires 90d]
proxy keys list
proxy keys revoke ID`

const MAX_DAYS = 3_650

/** What is asked for, or the first problem as a sentence. A problem never repeats a value: it may be a key. */
export function readKeysArguments(args: readonly string[]): Read {
  const [type, ...rest] = args
  switch (type) {
    case 'create':
      return readCreate(rest)
    case 'list':
      return rest.length === 0
        ? { ok: true, request: { type } }
        : refuse('keys list takes no arguments')
    case 'revoke':
      return readRevoke(rest)
    default:
      return refuse('keys must be followed by create, list or revoke')
  }
}

function readCreate(args: string[]): Read {
  const { values, tokens } = parseArgs({
    args,
    options: {
      client: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
    },
    // Its own complaints repeat the argument.
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const names = tokens.map((token) => (token.kind === 'option' ? token.name : token.kind))
  const known = names.every((name) => ['client', 'scopes', 'expires'].includes(name))
  if (!known || new Set(names).size < names.length) {
    return refuse('keys create takes --client, --scopes and --expires, each once, and nothing else')
  }
  const { client, scopes, expires } = values
  if (!isClientName(client)) {
    return refuse('--client must be a name of 1 to 64 letters, digits, ".", "_" or "-"')
  }
  if (client === developmentClient.name) {
    return refuse(`--client must not be ${client}: that name belongs to the development key`)
  }
  const wanted = typeof scopes === 'string' ? [...new Set(scopes.split(','))] : []
  if (wanted.length === 0 || !wanted.every(isScope)) {
    return refuse(`--scopes must be a list like u2a,read out of: ${alohaScopes.join(', ')}`)
  }
  if (expires == null) return { ok: true, request: { type: 'create', client, scopes: wanted } }
  const expiresInDays = typeof expires === 'string' ? readDays(expires) : undefined
  if (expiresInDays == null) return refuse(`--expires must be a number of days, 1d to ${MAX_DAYS}d`)
  return { ok: true, request: { type: 'create', client, scopes: wanted, expiresInDays } }
}

function readRevoke(args: string[]): Read {
  const [keyId] = args
  if (args.length !== 1 || keyId == null || !/^[0-9A-Za-z]{11}$/.test(keyId)) {
    return refuse('keys revoke takes one key id: the 11 letters and digits that keys list shows')
  }
  return { ok: true, request: { type: 'revoke', keyId } }
}

function readDays(text: string): number | undefined {
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1] ?? 0)
  return days >= 1 && days <= MAX_DAYS ? days : undefined
}

function isClientName(name: unknown): name is string {
  return typeof name === 'string' && new RegExp(CLIENT_NAME).test(name)
}

function isScope(scope: string): scope is AlohaScope {
  return alohaScopes.some((known) => known === scope)
}

function refuse(problem: string): Read {
  return { ok: false, problem }
}
