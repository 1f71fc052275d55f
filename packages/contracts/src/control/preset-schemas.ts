import * as z from 'zod'
import { nearestName } from '../nearest-name.ts'
import { piAmountSchema } from '../platform/amount-schemas.ts'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { appIdSchema } from './app-schemas.ts'
import { presetNames, type PresetName } from './preset-names.ts'
import { settingsSchema } from './settings-schema.ts'
import { usernameSchema } from './username-schema.ts'

/** A word that can stand in a path; whether it is the name of a preset is asked later. */
export const presetWordSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,63}$/, 'must be the name of a preset, like pending-lock')
  .meta({ examples: ['pending-lock'] })

/** The name of a preset; any other text is refused with the nearest name. */
export const presetNameSchema = z.string('must be a string').transform((word, context) => {
  const name = presetNames.find((each) => each === word)
  if (name != null) return name
  context.addIssue({ code: 'custom', message: `must be the name of a preset${adviceFor(word)}` })
  return z.NEVER
})

/** What to say beside an unknown name, to be put behind it. */
export function adviceFor(word: string): string {
  const nearest = nearestName(word, presetNames)
  const perhaps = nearest == null ? '' : `: perhaps ${nearest}`
  return `${perhaps}. \`mock-pi presets\` and GET /_mock/presets list all`
}

const description = {
  name: z.string(),
  family: z.string().describe('Presets of one family are about the same part of Pi.'),
  summary: z.string().describe('The trouble, in one sentence.'),
  sees: z.string().describe('What the user sees, and what your program gets.'),
  way_out: z
    .array(z.string())
    .describe('How to get out, in this order. In a list, `{payment_id}` and the like are open.'),
  gets_out: z
    .object({
      by: z
        .array(z.enum(['client', 'proxy']))
        .describe('Those of aloha-pi that get out: its client, its proxy. None: nothing can.'),
      how: z.string().describe('How they do it, or why nothing can.'),
    })
    .describe('Whether the client or the proxy gets out of it.'),
  pi: z
    .object({
      known: z.string().describe('What is known of the real Pi.'),
      level: z
        .enum(['captured', 'documented', 'inferred', 'assumed'])
        .describe('How it is known; `inferred`: from client code or reports.'),
      source: z.string(),
    })
    .describe('Where the preset comes from.'),
  issues: z.array(z.string()).describe('Public issues of people who were in this trouble.'),
}

export const presetSchema = z.object(description).meta({ id: 'Preset' })
export const presetsSchema = z.object({ presets: z.array(presetSchema) }).meta({ id: 'Presets' })

/** For whom, and how much. */
export const presetOrderSchema = z
  .strictObject({
    username: usernameSchema
      .optional()
      .describe('The user in trouble. Default: the first user. Signed in if they are not.'),
    app_id: appIdSchema.optional().describe('The app in trouble. Default: the first app.'),
    amount: piAmountSchema.optional().describe('Of each payment that is made. Default: 3.14.'),
  })
  .meta({ id: 'PresetOrder', examples: [{ username: 'alice', amount: 3.14 }] })

/** As `startMockPi` takes a preset: its name, or its name and for whom. */
export const startPresetSchema = z.preprocess(
  (given) => (typeof given === 'string' ? { name: given } : given),
  presetOrderSchema.extend({ name: presetNameSchema }),
)

/** What a preset made, and how to get out of it. */
export const appliedPresetSchema = z
  .object({
    name: z.string(),
    app_id: appIdSchema,
    username: usernameSchema,
    uid: z.string().describe('The uid that the trouble is about.'),
    payment_id: paymentIdSchema.nullable().describe('The payment in trouble, if there is one.'),
    payment_ids: z.array(paymentIdSchema).describe('All payments that were made, oldest first.'),
    txids: z.array(z.string()).describe('Transactions that were made, oldest first.'),
    faults: z.array(z.string()).describe('Ids of faults that were added; remove them to end it.'),
    settings: settingsSchema.partial().describe('Settings that were changed.'),
    made: z.string().describe('What was made.'),
    sees: description.sees,
    way_out: z.array(z.string()).describe('How to get out, in this order.'),
    gets_out: description.gets_out,
  })
  .meta({ id: 'AppliedPreset' })

export type Preset = z.infer<typeof presetSchema>
export type Presets = z.infer<typeof presetsSchema>
export type PresetOrder = z.input<typeof presetOrderSchema>
export type StartPreset = PresetName | (PresetOrder & { name: PresetName })
export type AppliedPreset = z.infer<typeof appliedPresetSchema>
