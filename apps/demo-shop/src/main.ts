import { readPort, readSettings } from './settings.ts'
import { startShop } from './start-shop.ts'

try {
  const shop = await startShop(readPort(process.env['PORT'] ?? '3140'), readSettings(process.env))
  console.log(`The shop is at ${shop.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => shop.close())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
