export const metadata = { title: "Next.js", icons: { icon: "data:," } };

export default function Layout({ children }) {
  return (
    <html lang="fr">
      <body>{children}</body>
    </html>
  );
}
