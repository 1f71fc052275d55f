/** What to tell after a lost or unusable answer. A read changes nothing, so its outcome is never unknown. */
export function unknownOutcome(request: string): { outcomeUnknown: boolean; advice: string } {
  if (request.startsWith('GET ')) {
    return { outcomeUnknown: false, advice: 'A read changes nothing: it can be tried again.' }
  }
  return {
    outcomeUnknown: true,
    advice: 'It may have been carried out: read its state before another try.',
  }
}
