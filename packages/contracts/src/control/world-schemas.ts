import * as z from 'zod'
import { controlAppSchema } from './app-schemas.ts'
import { startTimeSchema } from './last-clock-time.ts'
import { settingsPatchSchema } from './settings-schema.ts'
import { worldNameSchema } from './world-name.ts'

export const namedWorldSchema = z
  .object({
    name: worldNameSchema,
    url: z.string().describe('What to use as the URL of a mock that has only this world.'),
    worldId: z.guid(),
    forked_from: worldNameSchema.nullable().describe('The world that it began as a copy of.'),
    app: controlAppSchema.describe('The first app.'),
  })
  .meta({ id: 'NamedWorld' })

export const namedWorldsSchema = z
  .object({ worlds: z.array(namedWorldSchema) })
  .meta({ id: 'NamedWorlds' })

export const newWorldSchema = z
  .strictObject({
    name: worldNameSchema,
    seed: z
      .string('must be a string')
      .min(1, 'must not be empty')
      .max(256, 'must be at most 256 characters')
      .optional()
      .describe(
        'Every id, key and token is drawn from it. Default: the seed of the mock and the name.',
      ),
    settings: settingsPatchSchema
      .optional()
      .describe('Changes to the settings that the mock was started with.'),
    clock: startTimeSchema
      .optional()
      .describe(
        'The time at which its clock stands, until it is moved or resumed. Default: as the mock began.',
      ),
  })
  .meta({ id: 'NewWorld' })

export const forkSchema = z.strictObject({ name: worldNameSchema }).meta({ id: 'ForkWorld' })

export type NamedWorld = z.infer<typeof namedWorldSchema>
export type NamedWorlds = z.infer<typeof namedWorldsSchema>
export type NewWorld = z.input<typeof newWorldSchema>
export type ForkWorld = z.input<typeof forkSchema>
