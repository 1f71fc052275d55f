/** Whether a NODE_ENV means production, in any case and with spaces around it: programs trim it or not. */
export function isProduction(nodeEnv: string | undefined): boolean {
  return nodeEnv?.trim().toLowerCase() === 'production'
}
