import * as z from 'zod'
import { networkSchema } from '../platform/identifier-schemas.ts'
import { MOCK_API_KEY_PREFIX } from './mock-marks.ts'
import { brokenRedirectRule } from './redirect-uri.ts'

export const appIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 lowercase letters, digits or "-"')
  .meta({ id: 'AppId', examples: ['demo-app-0123456789abcdef'] })

const MAX_ORIGINS = 20
/** A host name has at most 253 characters. */
const MAX_ORIGIN = 267
const ORIGIN_RULE =
  'must be an origin as browsers send it, like https://app.example or http://127.0.0.1:3000: scheme, host and a port other than the default one'

/** The origin of a web page: exact, without wildcards. */
export const originSchema = z
  .string('must be a string')
  .max(MAX_ORIGIN, `must be at most ${MAX_ORIGIN} characters`)
  .regex(/^https?:\/\/([a-z0-9._-]+|\[[0-9a-f:]+\])(:[1-9]\d{0,4})?$/, ORIGIN_RULE)
  .refine((text) => URL.parse(text)?.origin === text, ORIGIN_RULE)
  .meta({
    id: 'Origin',
    description: 'Origin of a web page: scheme, host and port, without a path.',
    examples: ['https://app.example'],
  })

/** Origins of an app, each once. */
export const originsSchema = z
  .array(originSchema, 'must be a list of origins')
  .max(MAX_ORIGINS, `must be at most ${MAX_ORIGINS} origins`)
  .refine((origins) => new Set(origins).size === origins.length, 'must not name an origin twice')

const MAX_REDIRECT_URIS = 20
const MAX_REDIRECT_URI = 2000

/** Where Pi Sign-in may send a browser back to: https, or http on this machine. */
export const redirectUriSchema = z
  .string('must be a string')
  .max(MAX_REDIRECT_URI, `must be at most ${MAX_REDIRECT_URI} characters`)
  .superRefine((text, context) => {
    const rule = brokenRedirectRule(text)
    if (rule != null) context.addIssue({ code: 'custom', message: rule })
  })
  .meta({
    id: 'RedirectUri',
    description: 'A whole URL. Pi Sign-in compares it character by character.',
    examples: ['https://app.example/signin/callback'],
  })

/** Redirect URIs of an app, each once. */
export const redirectUrisSchema = z
  .array(redirectUriSchema, 'must be a list of redirect URIs')
  .max(MAX_REDIRECT_URIS, `must be at most ${MAX_REDIRECT_URIS} redirect URIs`)
  .refine((uris) => new Set(uris).size === uris.length, 'must not name a redirect URI twice')

export const controlAppSchema = z
  .object({
    app_id: appIdSchema,
    name: z.string(),
    network: networkSchema,
    api_key: z
      .string()
      .describe(`Server API key: 64 characters, beginning with "${MOCK_API_KEY_PREFIX}".`),
    wallet_address: z.string(),
    wallet_seed: z.string().describe('Secret key of the wallet. Worthless outside this mock.'),
    origins: z
      .array(z.string())
      .describe('Origins of pages that may act as the user for this app (`/_wallet`).'),
    client_id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .describe('Names the app at Pi Sign-in (`/oauth/authorize`). Public: it has no secret.'),
    redirect_uris: z
      .array(z.string())
      .describe('Where Pi Sign-in may send a browser back to, beside any URL of this machine.'),
  })
  .meta({ id: 'ControlApp' })

export const newAppSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 lowercase letters, digits or "-"')
      .optional(),
    origins: originsSchema
      .optional()
      .describe('Origins of its pages, beside those of this machine. Default: none.'),
    redirect_uris: redirectUrisSchema
      .optional()
      .describe('Redirect URIs of Pi Sign-in, beside those of this machine. Default: none.'),
  })
  .meta({ id: 'NewApp' })

export const appPatchSchema = z
  .strictObject({
    origins: originsSchema.optional().describe('Replaces all origins of the app.'),
    redirect_uris: redirectUrisSchema.optional().describe('Replaces all redirect URIs of the app.'),
  })
  .meta({ id: 'AppPatch', examples: [{ origins: ['https://app.example'] }] })

export type ControlApp = z.infer<typeof controlAppSchema>
export type NewApp = z.input<typeof newAppSchema>
export type AppPatch = z.input<typeof appPatchSchema>
