import * as z from 'zod'
import { controlOperation } from './operation.ts'
import {
  appliedPresetSchema,
  presetOrderSchema,
  presetsSchema,
  presetWordSchema,
} from './preset-schemas.ts'
import { controlErrorSchema } from './schemas.ts'

/** Known troubles by name. */
export const presetOperations = {
  presets: {
    method: 'GET',
    path: '/presets',
    summary: 'List presets',
    description:
      'Known troubles by name: what the user sees, how to get out, and the public issues they come from.',
    metadata: controlOperation(),
    responses: { 200: presetsSchema },
  },
  applyPreset: {
    method: 'POST',
    path: '/presets/:preset',
    summary: 'Put the world into a known trouble',
    description:
      'Makes payments and transactions, changes settings or adds faults, and returns what it made and how to get out. A preset that is refused takes back its settings and faults, and cancels the payments that it began.',
    metadata: controlOperation(
      'preset_not_found',
      'app_not_found',
      'user_not_found',
      'limit_reached',
      'payment_refused',
    ),
    pathParams: z.object({ preset: presetWordSchema }),
    body: presetOrderSchema,
    responses: { 201: appliedPresetSchema, 404: controlErrorSchema, 409: controlErrorSchema },
  },
} as const
