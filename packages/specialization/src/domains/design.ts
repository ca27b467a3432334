import type { LexiconSource } from './lexicon.ts'

export const design: LexiconSource = {
  slug: 'design',
  label: 'Design and visual arts',
  terms: {
    5: `typographer, accessibility specialist, film director, stylist, decorator, art teacher, product designer, graphic designer, landscape architect, urban planner, illustrator, creative director, ux researcher, web design, midjourney, dall e, dalle, stable diffusion, text to image, image prompt, photographer, animator, filmmaker, sculptor, character design, accessibility consultant`,
    4: `mockup, kerning, canva, autocad, framer, shadcn, photorealistic, cinematography, infographic, iconography, wayfinding, solidworks, whitespace, storyboard, sculpting, microcopy, lettering, photoshop, moodboard, brochure, invision, indesign, sketchup, typeface, acrylic, bokeh, aperture, close up, full body, photorealism, hyperrealistic, aspect ratio, minimalism, cyberpunk, pixar, prototype, low fidelity, user flow, contrast ratio, flexbox, css grid, rigging, facade, onboarding flow, tooltip, visual storytelling, brand guidelines, flowchart, eye catching, appearance, attire, hairstyle, clothing, ui, user experience, user research, usability, wireframe, figma, blender, component library, typography, illustration, animation, brand identity, photography, camera angle, wcag, user persona, user journey, mobile first, dark mode, creative direction, image generation, svg, 3d modeling, video editor, cinematographer, hairstylist, sculpture, ceramics, anime, manga, packaging, adobe, after effects, cad, 3d printing, design token, design system, design thinking, information architecture, user testing, user centered, responsive design, color scheme, art history, calligraphy, knitting, floral, exhibition, curator, portrait, color grading, sticker, flyer, banner, book cover, graphic, image creator, color palette, cartoon, painting, unsplash, slide, video editing, ux`,
    2: `scenes, visually, pose, depict, visualize, detailed description, spacing, designer, visual, aesthetic, artist, art, creativity, layout, colors, font, image, picture, photo, palette, render, accessibility, logo, thumbnail, avatar, jewelry, video production, vfx, painter, slides, imagery, presentation, museum, colour, heuristic, symbol, photograph, sketch, pixel, motif, ambiance, animated, decorative, minimalist, diagram`,
    1: `elegant, whimsy, theme, style, elements, interface, interactions, interactive, realistic, design, hierarchy, resolution, responsive, styling`,
    '4?': 'collage, pottery, sewing, watercolor, decoration, furniture, comics, sketching, doodle, charcoal, drawing, icon, poster, tattoo, makeup, wallpaper, fashion, outfit, wardrobe',
    '1.2?':
      'frame, gradient, camera, lens, scene, shadow, light, landscape, canvas, shot, background, beautiful, costume, screen, modal, grid, composition, shape, mood, film, contrast',
    3: `cinematic, stylized, decor, lighting, artistic`,
    '2?': 'vintage, stunning, futuristic, neon, delicate, texture, vibrant, interior, realism, atmospheric',
  },
  masks: 'state of the art, design pattern',
}
