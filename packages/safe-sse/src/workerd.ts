/** What only workerd has, where `cancel()` never comes, and timers and microtasks end with the request that made them. */
export const Pipe: typeof TransformStream | undefined = (
  globalThis as { IdentityTransformStream?: typeof TransformStream }
).IdentityTransformStream
