import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { BookRefusal, WorldBook, WorldEntry } from '../worlds/world-book.ts'
import { controlRefusal } from './control-refusal.ts'
import { namedWorldToWire } from './control-wire.ts'

const s = initServer()

/** The worlds of the mock: each of them has these routes. */
export function createWorldBookRoutes({
  worlds,
  urlOf,
}: {
  worlds: WorldBook
  urlOf: (res: Response, name: string) => string
}) {
  const show = (res: Response, entry: WorldEntry) => namedWorldToWire(entry, urlOf(res, entry.name))
  return {
    worlds: s.route(controlContract.worlds, async ({ res }) => ({
      status: 200,
      body: { worlds: worlds.list().map((entry) => show(res, entry)) },
    })),
    createWorld: s.route(controlContract.createWorld, async ({ body, res }) => {
      const made = worlds.create(body)
      return made.ok
        ? { status: 201, body: show(res, made.entry) }
        : refuse(res, refuseWorld(made.refusal, { name: body.name, limit: worlds.limit }))
    }),
    forkWorld: s.route(
      controlContract.forkWorld,
      async ({ params: { world: from }, body, res }) => {
        const made = worlds.fork(from, body.name)
        if (made.ok) return { status: 201, body: show(res, made.entry) }
        const name = made.refusal === 'world_not_found' ? from : body.name
        return refuse(res, refuseWorld(made.refusal, { name, limit: worlds.limit }))
      },
    ),
    dropWorld: s.route(controlContract.dropWorld, async ({ params: { world: name }, res }) => {
      const dropped = worlds.drop(name)
      return dropped.ok
        ? { status: 200, body: show(res, dropped.entry) }
        : refuse(res, refuseWorld(dropped.refusal, { name, limit: worlds.limit }))
    }),
  }
}

/** Why a world of that name is not made, copied or dropped. */
export function refuseWorld<Code extends BookRefusal>(
  code: Code,
  { name, limit }: { name: string; limit: number },
) {
  return controlRefusal(code, { id: name, what: 'The world', limit: String(limit) })
}
