import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

export default defineConfig({
  plugins: [react()],
  base: '/',
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: false },
  server: { port: 5173, proxy: { '/v1': 'http://localhost:3000' } },
  preview: { port: 4173, proxy: { '/v1': 'http://localhost:3000' } },
});
