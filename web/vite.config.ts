import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm run build:web` runs from the top of the project; the output is what the bucket behind CloudFront serves. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
});
