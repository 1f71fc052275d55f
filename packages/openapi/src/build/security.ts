import type { SecurityRequirementObject, SecuritySchemeObject } from 'openapi3-ts/oas31'

/** Who may call an operation, as the contracts name it. */
export type Credential = 'server-key' | 'access-token' | 'api-key' | 'optional' | 'none'
export type SecuritySchemeName = 'serverKey' | 'accessToken' | 'apiKey'

export const securitySchemes: Record<SecuritySchemeName, SecuritySchemeObject> = {
  serverKey: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      'Server API key of the app, as `Key <api key>`: the word `Key`, a space, the key. For servers only.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'Access token of the user, as `Pi.authenticate` returned it to the app.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'API key of the client, made by the operator of the proxy. For servers only.',
  },
}

export const securityRequirements: Record<Credential, SecurityRequirementObject[]> = {
  'server-key': [{ serverKey: [] }],
  'access-token': [{ accessToken: [] }],
  'api-key': [{ apiKey: [] }],
  // A key or nothing.
  optional: [{ apiKey: [] }, {}],
  none: [],
}
