import { describeIssue } from '@aloha-pi/contracts'
import { DEFAULT_WORLD, WORLD_HEADER, worldNameSchema } from '@aloha-pi/contracts/control'
import type { IncomingMessage } from 'node:http'
import { controlRefusal } from '../control/control-refusal.ts'
import type { Refusal } from '../http/send-refusal.ts'
import { readAuthorization } from '../platform/authorization-header.ts'
import type { Credential } from '../world/world.ts'
import type { WorldBook, WorldEntry } from '../worlds/world-book.ts'

/** Which world a request is about, or why that is not clear. */
export type WorldChoice = { ok: true; entry: WorldEntry } | { ok: false; refusal: Refusal }

/** A prefix is at the beginning of the path, also of a target that names the host. */
const PREFIX = /^(https?:\/\/[^/?#]*)?\/w\/([^/?]*)/i
/** Headers whose world is remembered. */
const MAX_KNOWN = 10_000

type Asked = Pick<IncomingMessage, 'headers' | 'url'>

/** Chooses the world by header or prefix, else by the key or the token, else the default one. Takes the prefix from the URL. */
export function createWorldChooser(worlds: WorldBook): (req: Asked) => WorldChoice {
  const ownerOf = rememberOwners(worlds)
  return (req) => {
    const inPath = takePrefix(req)
    const inHeader = req.headers[WORLD_HEADER]
    // Node joins what is sent twice.
    const isInHeader = typeof inHeader === 'string'
    const named = isInHeader ? inHeader : inPath
    const { authorization } = req.headers
    if (named === undefined) return chooseByCredential(worlds, authorization, ownerOf)
    const where = isInHeader ? `The header ${WORLD_HEADER}` : 'The path'
    const entry = worlds.find(named)
    if (entry == null) return refuseUnknown(named, where)
    if (inPath !== undefined && inPath !== named) {
      return worlds.find(inPath) == null
        ? refuseUnknown(inPath, 'The path')
        : refuseTwo(saysIn(where, named), saysIn('the path', inPath))
    }
    const owner = authorization === undefined ? undefined : ownerOf(authorization)
    if (owner == null || owner === entry) return { ok: true, entry }
    const credential = readCredential(authorization)
    // A copy has the keys of its origin.
    if (credential == null || entry.world.knows(credential)) return { ok: true, entry }
    return refuseTwo(saysIn(where, named), `${nameOf(credential)} is of ${worldNamed(owner.name)}`)
  }
}

/** The first world by its key is looked for in vain in all others; so what was found is remembered. */
function rememberOwners(worlds: WorldBook): (authorization: string) => WorldEntry | undefined {
  const known = new Map<string, WorldEntry>()
  let version = worlds.version()
  return (authorization) => {
    if (worlds.version() !== version || known.size >= MAX_KNOWN) {
      known.clear()
      version = worlds.version()
    }
    const remembered = known.get(authorization)
    if (remembered != null) return remembered
    const credential = readCredential(authorization)
    const owner = credential == null ? undefined : worlds.ownerOf(credential)
    if (owner != null) known.set(authorization, owner)
    return owner
  }
}

function chooseByCredential(
  worlds: WorldBook,
  authorization: string | undefined,
  ownerOf: (authorization: string) => WorldEntry | undefined,
): WorldChoice {
  const entry = worlds.first()
  if (authorization === undefined || worlds.isSingle()) return { ok: true, entry }
  const owner = ownerOf(authorization)
  if (owner != null) return { ok: true, entry: owner }
  const credential = readCredential(authorization)
  const copies = credential == null ? [] : worlds.knowing(credential)
  if (credential == null || copies.length === 0) return { ok: true, entry }
  const one = capitalised(nameOf(credential))
  const names = copies.map(({ name }) => name).join(', ')
  return refuse(controlRefusal('world_required', { one, names }))
}

function takePrefix(req: Asked): string | undefined {
  const { url = '' } = req
  if (!mayHavePrefix(url)) return undefined
  const [whole, origin = '', name] = PREFIX.exec(url) ?? []
  if (whole === undefined) return undefined
  const rest = url.slice(whole.length)
  req.url = `${origin}${rest.startsWith('/') ? '' : '/'}${rest}`
  return name
}

/** Nearly no request has one, so this is cheap. */
export function mayHavePrefix(url: string): boolean {
  return !url.startsWith('/') || url.startsWith('/w/')
}

function readCredential(authorization: string | undefined): Credential | undefined {
  const { scheme, secret } = readAuthorization(authorization)
  return scheme === 'key' || scheme === 'bearer' ? { scheme, secret } : undefined
}

function nameOf({ scheme }: Credential): string {
  return scheme === 'key' ? 'the API key' : 'the access token'
}

function saysIn(where: string, name: string): string {
  return `${where} names ${worldNamed(name)}`
}

function worldNamed(name: string): string {
  return name === DEFAULT_WORLD ? 'the default world' : `the world ${name}`
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function refuseUnknown(name: string, where: string): WorldChoice {
  const parsed = worldNameSchema.safeParse(name)
  if (parsed.success) return refuse(controlRefusal('world_not_found', { id: name }))
  const { rule } = describeIssue(parsed.error, 'name')
  const field = `${where} names a world: its name`
  return refuse(controlRefusal('invalid_request', { field, rule }))
}

function refuseTwo(one: string, other: string) {
  return refuse(controlRefusal('world_mismatch', { one, other }))
}

function refuse(refusal: Refusal): WorldChoice {
  return { ok: false, refusal }
}
