export { createApp } from './app.ts'
export { openOrders } from './orders.ts'
export type { Settings } from './settings.ts'
