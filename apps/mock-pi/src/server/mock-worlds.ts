import { describeIssue } from '@aloha-pi/contracts'
import { newWorldSchema, worldNameSchema } from '@aloha-pi/contracts/control'
import type { NewWorld } from '@aloha-pi/contracts/wire'
import type * as z from 'zod'
import { refuseWorld } from '../control/world-book-routes.ts'
import type { BookRefusal, WorldBook, WorldEntry } from '../worlds/world-book.ts'
import type { MockWorld } from './mock-world.ts'

/** The worlds of a mock, in process. Each method throws a sentence that names what is wrong. */
export type MockWorlds = {
  /** The default world first, then in the order in which they were made. */
  list(): MockWorld[]
  get(name: string): MockWorld
  create(world: NewWorld): MockWorld
  /** A copy of the world `from` under another name. */
  fork(from: string, name: string): MockWorld
  /** Forgets the world; its streams and waiting requests end. */
  drop(name: string): void
}

/** `show` returns the same object for a world each time. */
export function createMockWorlds(
  worlds: WorldBook,
  show: (entry: WorldEntry) => MockWorld,
): MockWorlds {
  const refuse = (code: BookRefusal, name: string) =>
    new Error(refuseWorld(code, { name, limit: worlds.limit }).body.error_message)
  return {
    list: () => worlds.list().map(show),
    get(name) {
      const entry = worlds.find(name)
      if (entry == null) throw refuse('world_not_found', name)
      return show(entry)
    },
    create(world) {
      const checked = check(newWorldSchema, world, 'world')
      const made = worlds.create(checked)
      if (!made.ok) throw refuse(made.refusal, checked.name)
      return show(made.entry)
    },
    fork(from, name) {
      const made = worlds.fork(from, check(worldNameSchema, name, 'name'))
      if (made.ok) return show(made.entry)
      throw refuse(made.refusal, made.refusal === 'world_not_found' ? from : name)
    },
    drop(name) {
      const dropped = worlds.drop(name)
      if (!dropped.ok) throw refuse(dropped.refusal, name)
    },
  }
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  whole: string,
): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, whole)
  throw new TypeError(`${field} ${rule}`)
}
