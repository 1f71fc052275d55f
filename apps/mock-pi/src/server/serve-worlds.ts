import { WORLD_HEADER, worldPrefix } from '@aloha-pi/contracts/control'
import type { Express, Response } from 'express'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { LinkBase } from '../http/link-base.ts'
import type { Refusal } from '../http/send-refusal.ts'
import type { WorldBook, WorldEntry } from '../worlds/world-book.ts'
import { createApp, createRefusingApp, type SharedOptions } from './app.ts'
import { createWorldChooser, mayHavePrefix } from './choose-world.ts'

/** One app for each world, made when it is first asked for. `first` is that of the default world. */
export function serveWorlds(
  worlds: WorldBook,
  { linkBase, ...shared }: SharedOptions & { linkBase: LinkBase },
): { handler: RequestListener; first: Express } {
  const urlOf = (res: Response, name: string) => `${linkBase(res)}${worldPrefix(name)}`
  const open = ({ name, world, closing }: WorldEntry, like?: Express) =>
    createApp(world, {
      ...shared,
      linkBase: (res) => urlOf(res, name),
      closing,
      worlds,
      urlOf,
      like,
    })
  const first = open(worlds.first())
  const apps = new WeakMap<WorldEntry, Express>([[worlds.first(), first]])
  const refusals = new WeakMap<object, Refusal>()
  const choose = createWorldChooser(worlds)
  let refusing: Express | undefined

  function appOf(entry: WorldEntry): Express {
    const known = apps.get(entry)
    if (known != null) return known
    const app = open(entry, first)
    apps.set(entry, app)
    return app
  }
  function refuse(req: object, refusal: Refusal): Express {
    refusals.set(req, refusal)
    const { network } = worlds.first().world
    refusing ??= createRefusingApp(refusalOf, { ...shared, network, like: first })
    return refusing
  }
  function refusalOf(req: object): Refusal {
    const refusal = refusals.get(req)
    if (refusal == null) throw new Error('A request was refused without a reason')
    return refusal
  }
  return {
    first,
    handler(req, res) {
      if (worlds.isSingle() && !namesWorld(req)) return first(req, res)
      const choice = choose(req)
      const app = choice.ok ? appOf(choice.entry) : refuse(req, choice.refusal)
      app(req, res)
    },
  }
}

function namesWorld({ headers, url = '' }: IncomingMessage): boolean {
  return headers[WORLD_HEADER] !== undefined || mayHavePrefix(url)
}
