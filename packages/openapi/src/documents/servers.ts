import type { ServerObject } from 'openapi3-ts/oas31'

/** `servers` replaces the default ones, as when a running server hands out the document of itself. */
export type DocumentOptions = { servers?: ServerObject[] }

export const localMock: ServerObject = {
  url: 'http://127.0.0.1:3141',
  description: 'Local mock Pi (`pnpm start`)',
}
export const localProxy: ServerObject = {
  url: 'http://127.0.0.1:3142',
  description: 'Local proxy (`pnpm start`)',
}
export const piPlatform: ServerObject = {
  url: 'https://api.minepi.com',
  description: "Pi: the key's app decides between Testnet and Mainnet",
}
export const alohaService: ServerObject = {
  url: 'https://api.aloha-pi.com',
  description: 'The hosted aloha-pi API',
}
export const piTestnet: ServerObject = {
  url: 'https://api.testnet.minepi.com',
  description: 'Pi Testnet',
}
export const piMainnet: ServerObject = {
  url: 'https://api.mainnet.minepi.com',
  description: 'Pi Network (Mainnet)',
}
