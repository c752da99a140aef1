// The form that most petition tools would write today: React and MUI, the same fields, the count fetched once.
import {
  Button,
  Checkbox,
  FormControlLabel,
  LinearProgress,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

const FIELDS = [
  ["given_name", "Prénom", "given-name", "text"],
  ["family_name", "Nom", "family-name", "text"],
  ["email", "Adresse e-mail", "email", "email"],
  ["postcode", "Code postal", "postal-code", "text"],
];

function Petition() {
  const [count, setCount] = useState();
  useEffect(() => {
    fetch("/api/petitions/reconnaissance-faciale/count")
      .then((response) => response.json())
      .then((body) => setCount(body.count));
  }, []);
  return (
    <Stack component="form" spacing={2} method="post" style={{ maxWidth: 440 }}>
      <Typography variant="h5">Pas de reconnaissance faciale dans l’espace public</Typography>
      {count !== undefined && (
        <Typography id="count">{count.toLocaleString("fr")} signatures</Typography>
      )}
      <LinearProgress variant="determinate" value={98} aria-label="Signatures" />
      {FIELDS.map(([name, label, autoComplete, type]) => (
        <TextField
          key={name}
          {...{ name, label, type, autoComplete }}
          required
          slotProps={{ inputLabel: { shrink: true } }}
        />
      ))}
      <FormControlLabel control={<Checkbox />} label="Je veux recevoir des nouvelles." />
      <FormControlLabel control={<Checkbox />} label="Je veux recevoir la lettre d’information." />
      <Button type="submit" variant="contained" size="large">
        Signer la pétition
      </Button>
    </Stack>
  );
}

createRoot(document.getElementById("root")).render(<Petition />);
